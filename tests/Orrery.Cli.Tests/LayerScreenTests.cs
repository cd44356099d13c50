using Orrery.Cli.Screens;

namespace Orrery.Cli.Tests;

public sealed class LayerScreenTests
{
    [Theory]
    [InlineData(120, "layer-120-columns.txt")]
    [InlineData(100, "layer-100-columns.txt")]
    [InlineData(80, "layer-80-columns.txt")]
    public void Does_the_table_fit_the_window(int width, string snapshot)
    {
        using StringWriter output = new();
        Terminal terminal = new(output, TextWriter.Null, "/");
        terminal.Screen.Profile.Width = width;

        OperatorsScreen.Print(SampleLayer.Result(layers: 2), [], terminal.Screen);

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Snapshot.Matches(snapshot, output.ToString());
    }
}
