"""The datasets that can be imported."""

from __future__ import annotations

from knowledge.importers import (
    met_crime_borough,
    met_crime_ward,
    met_homicide_victims,
    met_knife_crime,
    met_workforce,
    mopac_perceptions,
    nhs_sharp_object,
    ons_police_force_areas,
    police_uk_stops,
    police_uk_street,
    population,
)
from knowledge.importers.dataset import Dataset

DATASETS: tuple[Dataset, ...] = (
    met_crime_borough.DATASET,
    met_crime_ward.DATASET,
    met_homicide_victims.DATASET,
    met_knife_crime.DATASET,
    ons_police_force_areas.DATASET,
    met_workforce.DATASET,
    mopac_perceptions.DATASET,
    population.DATASET,
    nhs_sharp_object.DATASET,
    police_uk_street.DATASET,
    police_uk_stops.DATASET,
)
