using Orrery.Training.Traces.Schema;

namespace Orrery.Training.Traces.Reading;

/// <summary>The number of an attribute, whatever type its writer gave it.</summary>
/// <param name="Whole">As an integer.</param>
/// <param name="Real">As a real number.</param>
internal readonly record struct AttributeNumber(long Whole, double Real)
{
    /// <summary>The number of a field of an attribute.</summary>
    /// <param name="field">Field number, which tells the type.</param>
    /// <param name="bits">Bits in the file.</param>
    public static AttributeNumber Of(int field, ulong bits) => field switch
    {
        AttributeProto.DoubleValFieldNumber => Of(BitConverter.UInt64BitsToDouble(bits)),
        AttributeProto.FloatValFieldNumber => Of(BitConverter.UInt32BitsToSingle((uint)bits)),
        AttributeProto.Sint32ValFieldNumber or AttributeProto.Sint64ValFieldNumber => Of((long)(bits >> 1) ^ -(long)(bits & 1)),
        AttributeProto.Sfixed32ValFieldNumber => Of((int)(uint)bits),
        _ => Of((long)bits),
    };

    private static AttributeNumber Of(double value) => new(double.IsFinite(value) ? (long)value : 0, value);

    private static AttributeNumber Of(long value) => new(value, value);
}
