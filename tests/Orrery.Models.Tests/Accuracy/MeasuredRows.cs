using System.Globalization;

namespace Orrery.Models.Tests.Accuracy;

/// <summary>Reads the tables of measured kernel times. Fields in quotes may hold commas.</summary>
internal static class MeasuredRows
{
    public static IReadOnlyList<Dictionary<string, string>> Read(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Measured, name));
        string[] header = Split(lines[0]);
        return [.. lines[1..].Select(line => header.Zip(Split(line)).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    public static double Number(this Dictionary<string, string> row, string key) =>
        double.Parse(row[key], CultureInfo.InvariantCulture);

    public static int Whole(this Dictionary<string, string> row, string key) => int.Parse(row[key], CultureInfo.InvariantCulture);

    private static string[] Split(string line)
    {
        List<string> fields = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return [.. fields];
    }
}
