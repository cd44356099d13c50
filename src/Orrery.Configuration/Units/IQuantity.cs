namespace Orrery.Configuration.Units;

/// <summary>A number with a unit. The value is kept in the base unit; the table says which units may be written.</summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
public interface IQuantity<TSelf> where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>The units in which this quantity is read and printed.</summary>
    static abstract UnitTable Units { get; }

    /// <summary>The value in the base unit.</summary>
    double BaseValue { get; }

    /// <summary>The quantity of this many base units.</summary>
    static abstract TSelf FromBaseValue(double value);
}
