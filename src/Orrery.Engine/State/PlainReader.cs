using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orrery.Engine.State;

/// <summary>Reads what <see cref="PlainWriter"/> wrote, into objects that exist already where they do.</summary>
internal sealed class PlainReader
{
    private readonly BinaryReader _in;
    private readonly string _where;

    internal PlainReader(BinaryReader input, string where) => (_in, _where) = (input, where);

    /// <exception cref="SimulationException">A parameter differs from the one that the snapshot was made with.</exception>
    internal void ReadFields(object into, string path = "")
    {
        foreach (FieldInfo field in StateFields.Of(into.GetType()))
        {
            object? old = field.GetValue(into);
            object? value = Read(old, field.FieldType, $"{path}.{field.Name}");
            if (!StateFields.IsParameter(field)) field.SetValue(into, value);
            else if (!Equals(old, value)) throw new SimulationException($"the snapshot was made with {_where}{path}.{field.Name} = {value}; this model has {old}");
        }
    }

    internal object? Read(object? old, Type type, string path)
    {
        Type? inner = Nullable.GetUnderlyingType(type);
        if (!type.IsValueType || inner is not null)
        {
            if (!_in.ReadBoolean()) return null;
            type = old?.GetType() ?? inner ?? type;
        }
        if (type.IsEnum) return Enum.ToObject(type, ReadPrimitive(Enum.GetUnderlyingType(type)));
        if (type.IsPrimitive) return ReadPrimitive(type);
        if (type == typeof(string)) return _in.ReadString();
        if (type.IsArray) return ReadArray(old as Array, type.GetElementType()!, path);
        if (PlainTypes.IsCollection(type)) return ReadCollection(type, path);
        // A copy of a struct's box, so that the old value is still there to be compared with.
        object into = old is null ? RuntimeHelpers.GetUninitializedObject(type) : RuntimeHelpers.GetObjectValue(old)!;
        ReadFields(into, path);
        return into;
    }

    private Array ReadArray(Array? old, Type item, string path)
    {
        int length = _in.ReadInt32();
        // The array at hand is filled where it can be: others may hold on to it.
        Array array = old?.Length == length ? old : Array.CreateInstance(item, length);
        if (item.IsPrimitive && item != typeof(bool))
        {
            _in.BaseStream.ReadExactly(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), Buffer.ByteLength(array)));
            return array;
        }
        for (int i = 0; i < length; i++) array.SetValue(Read(array.GetValue(i), item, path + "[]"), i);
        return array;
    }

    private object ReadCollection(Type type, string path)
    {
        Type item = PlainTypes.ItemOf(type);
        var items = new List<object?>();
        int count = _in.ReadInt32();
        for (int i = 0; i < count; i++) items.Add(Read(null, item, path + "[]"));
        // A stack is read from its top and filled from its bottom.
        if (type.GetGenericTypeDefinition() == typeof(Stack<>)) items.Reverse();
        Array typed = Array.CreateInstance(item, count);
        ((ICollection)items.ToArray()).CopyTo(typed, 0);
        return Activator.CreateInstance(type, typed)!;
    }

    private object ReadPrimitive(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => _in.ReadBoolean(),
        TypeCode.Byte => _in.ReadByte(),
        TypeCode.SByte => _in.ReadSByte(),
        TypeCode.Int16 => _in.ReadInt16(),
        TypeCode.UInt16 => _in.ReadUInt16(),
        TypeCode.Char => (char)_in.ReadUInt16(),
        TypeCode.Int32 => _in.ReadInt32(),
        TypeCode.UInt32 => _in.ReadUInt32(),
        TypeCode.Int64 => _in.ReadInt64(),
        TypeCode.UInt64 => _in.ReadUInt64(),
        TypeCode.Single => BitConverter.Int32BitsToSingle(_in.ReadInt32()),
        TypeCode.Double => BitConverter.Int64BitsToDouble(_in.ReadInt64()),
        _ => type == typeof(nint) ? (nint)_in.ReadInt64() : (nuint)_in.ReadUInt64(),
    };
}
