SELECT * FROM 'examples/data/seattle-weather.csv' ORDER BY wind DESC, date LIMIT 3;
