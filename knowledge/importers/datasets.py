"""The datasets that can be imported."""

from __future__ import annotations

from knowledge.importers import met_crime_borough, met_homicide_victims
from knowledge.importers.dataset import Dataset

DATASETS: tuple[Dataset, ...] = (met_crime_borough.DATASET, met_homicide_victims.DATASET)
