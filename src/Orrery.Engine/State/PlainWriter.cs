using System.Collections;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Orrery.Engine.State;

/// <summary>
/// Writes plain data (numbers, strings, structs, arrays, the common collections, classes made of these) field by field, so that
/// neither padding nor addresses get into it: equal states give equal bytes.
/// </summary>
internal sealed class PlainWriter
{
    private readonly BinaryWriter _out;
    private readonly string _where;

    /// <param name="output">Where the bytes go.</param>
    /// <param name="where">Whose data it is, for error messages.</param>
    internal PlainWriter(BinaryWriter output, string where) => (_out, _where) = (output, where);

    /// <summary>Writes the state of an object, not the object's own type.</summary>
    internal void WriteFields(object whose, string path = "")
    {
        foreach (FieldInfo field in StateFields.Of(whose.GetType())) Write(field.GetValue(whose), field.FieldType, $"{path}.{field.Name}");
    }

    internal void Write(object? value, Type type, string path)
    {
        bool nullable = Nullable.GetUnderlyingType(type) is not null;
        if (!type.IsValueType || nullable)
        {
            _out.Write(value is not null);
            if (value is null) return;
            type = value.GetType();
        }
        if (type.IsEnum) (value, type) = (Convert.ChangeType(value!, Enum.GetUnderlyingType(type), null), Enum.GetUnderlyingType(type));
        if (type.IsPrimitive) WritePrimitive(value!);
        else if (value is string text) _out.Write(text);
        else if (value is Array { Rank: 1 } array) WriteArray(array, path);
        else if (PlainTypes.IsCollection(type)) WriteCollection((IEnumerable)value!, type, path);
        else if (PlainTypes.IsPlain(type)) WriteFields(value!, path);
        else throw new SimulationException($"{_where}{path} is a {type.Name}, which is no plain data that can be hashed or saved; keep state in numbers, structs, arrays and lists, or mark the field [NotState]");
    }

    private void WriteArray(Array array, string path)
    {
        Type item = array.GetType().GetElementType()!;
        _out.Write(array.Length);
        if (item.IsPrimitive && item != typeof(bool))
        {
            _out.Write(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), Buffer.ByteLength(array)));
            return;
        }
        foreach (object? value in array) Write(value, item, path + "[]");
    }

    private void WriteCollection(IEnumerable items, Type type, string path)
    {
        object?[] all = [.. items.Cast<object?>()];
        _out.Write(all.Length);
        Type item = PlainTypes.ItemOf(type);
        foreach (object? value in all) Write(value, item, path + "[]");
    }

    private void WritePrimitive(object value)
    {
        switch (value)
        {
            case bool v: _out.Write(v); break;
            case byte v: _out.Write(v); break;
            case sbyte v: _out.Write(v); break;
            case short v: _out.Write(v); break;
            case ushort v: _out.Write(v); break;
            case char v: _out.Write((ushort)v); break;
            case int v: _out.Write(v); break;
            case uint v: _out.Write(v); break;
            case long v: _out.Write(v); break;
            case ulong v: _out.Write(v); break;
            case nint v: _out.Write((long)v); break;
            case nuint v: _out.Write((ulong)v); break;
            case float v: _out.Write(BitConverter.SingleToInt32Bits(v)); break;
            default: _out.Write(BitConverter.DoubleToInt64Bits((double)value)); break;
        }
    }
}
