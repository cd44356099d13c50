namespace Orrery.CostModels.Tile;

/// <summary>Where an output tile lies.</summary>
/// <param name="RowPanel">Number of its panel of A among those of all groups.</param>
/// <param name="ColumnPanel">Number of its panel of B among those of all groups.</param>
/// <param name="Rows">Its rows, fewer than the tile's at the edge.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Split">Its part of the sum.</param>
internal readonly record struct GemmPlace(int RowPanel, int ColumnPanel, int Rows, int Columns, int Split);

/// <summary>The order in which the tiles of a multiplication are started: group by group, part by part, band by band.</summary>
internal static class GemmPlaces
{
    // Bands of so many rows of tiles, column by column within a band, as libraries swizzle them.
    private const int Band = 8;

    /// <summary>The first tiles of a multiplication.</summary>
    /// <param name="groupRows">Rows of A in each group; groups without one have no tiles.</param>
    /// <param name="columns">Columns of B.</param>
    /// <param name="tiling">Sides of a tile and number of parts.</param>
    /// <param name="most">Tiles that are wanted.</param>
    public static GemmPlace[] Of(IEnumerable<int> groupRows, int columns, Tiling tiling, int most)
    {
        var places = new GemmPlace[most];
        int columnTiles = Parts(columns, tiling.N);
        (int made, int firstRow, int firstColumn) = (0, 0, 0);
        foreach (int rows in groupRows)
        {
            int rowTiles = Parts(rows, tiling.M);
            for (int split = 0; split < tiling.Splits; split++)
            {
                for (int band = 0; band < rowTiles; band += Band)
                {
                    for (int column = 0; column < columnTiles; column++)
                    {
                        for (int row = band; row < Math.Min(band + Band, rowTiles); row++)
                        {
                            if (made == most)
                            {
                                return places;
                            }

                            places[made++] = new GemmPlace(firstRow + row, firstColumn + column,
                                Math.Min(tiling.M, rows - (row * tiling.M)), Math.Min(tiling.N, columns - (column * tiling.N)), split);
                        }
                    }
                }
            }

            firstRow += rowTiles;
            firstColumn += columnTiles;
        }

        return places;
    }

    /// <summary>Tiles of all groups.</summary>
    public static double Count(IEnumerable<int> groupRows, int columns, Tiling tiling)
    {
        double columnTiles = (double)Parts(columns, tiling.N) * tiling.Splits;
        double count = 0;
        foreach (int rows in groupRows)
        {
            count += Parts(rows, tiling.M) * columnTiles;
        }

        return count;
    }

    private static int Parts(int whole, int part) => (whole + part - 1) / part;
}
