using Orrery.Cli.Screens;

namespace Orrery.Cli.Tests;

public sealed class LayerScreenTests
{
    [Fact]
    public void What_does_a_person_see_of_a_layer()
    {
        using StringWriter output = new();
        Terminal terminal = new(output, TextWriter.Null, "/");

        LayerScreen.Print(SampleLayer.Result(), terminal.Screen);

        Snapshot.Matches("layer-sample.txt", output.ToString());
    }
}
