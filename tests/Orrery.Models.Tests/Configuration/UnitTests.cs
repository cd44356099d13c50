using FsCheck;
using FsCheck.Fluent;
using Orrery.Configuration.Units;

namespace Orrery.Models.Tests.Configuration;

public sealed class UnitTests
{
    [Theory]
    [InlineData("40 MiB", 40L * 1024 * 1024)]
    [InlineData("64MiB", 64L * 1024 * 1024)]
    [InlineData("80 GB", 80_000_000_000)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("2e3 B", 2000)]
    public void Are_sizes_read_in_binary_and_decimal_units(string text, long bytes) =>
        Assert.Equal(bytes, Quantity.Parse<ByteSize>(text).Bytes);

    [Fact]
    public void Are_values_printed_in_the_shortest_exact_way()
    {
        Assert.Equal("40 MiB", new ByteSize(40 << 20).ToString());
        Assert.Equal("80 GB", new ByteSize(80_000_000_000).ToString());
        Assert.Equal("1.41 GHz", Quantity.Parse<Frequency>("1410 MHz").ToString());
        Assert.Equal("1555 GB/s", Bandwidth.FromGigabytesPerSecond(1555).ToString());
        Assert.Equal("5 us", Duration.FromMicroseconds(5).ToString());
        Assert.Equal("312 TFLOPS", OpRate.FromTeraflops(312).ToString());
        Assert.Equal("400 W", new Power(400).ToString());
        Assert.Equal("4.46 ms", new Duration(4.4632e-3).Show());
        Assert.Equal("0.00 ns", new Duration(0).Show());
    }

    [Fact]
    public void Does_every_value_read_back_as_it_was_printed()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<NormalFloat>(number =>
        {
            double value = Math.Abs(number.Get);
            return RoundTrips(new Duration(value)) && RoundTrips(new Bandwidth(value)) && RoundTrips(new Frequency(value))
                && RoundTrips(new Power(value));
        }));
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true),
            Prop.ForAll<int>(number => RoundTrips(new ByteSize(Math.Abs((long)number) * 977))));
    }

    [Theory]
    [InlineData("40", "has no unit; a size in bytes is written as 40 MiB")]
    [InlineData("40 GHz", "has the wrong unit 'GHz'")]
    [InlineData("much", "is not a size in bytes, such as 40 MiB")]
    [InlineData("1e999 B", "is too large")]
    public void Does_a_wrong_text_say_what_is_wrong(string text, string expected)
    {
        Assert.False(Quantity.TryParse(text, out ByteSize _, out string? error));
        Assert.Equal(expected, error);
    }

    private static bool RoundTrips<T>(T quantity) where T : struct, IQuantity<T> =>
        Quantity.Parse<T>(quantity.ToString()!).Equals(quantity);
}
