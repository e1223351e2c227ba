"""Put the theme into the package; all else about it stands in pyproject.toml.

In the project the theme is `overrides/`, where MkDocs' users look for it. In a wheel it goes to
`generator/overrides`, and each package below `generator/` takes its files along.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["generator*"]), "generator.overrides"],
    package_dir={"generator.overrides": "overrides"},
)
