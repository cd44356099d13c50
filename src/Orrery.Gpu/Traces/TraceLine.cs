using System.Globalization;
using System.Numerics;

namespace Orrery.Gpu.Traces;

/// <summary>
/// A line of a trace: <c>PC mask dest_num [dests] opcode src_num [srcs] mem_width [compression addresses] [immediate]</c>.
/// </summary>
/// <param name="Opcode">The SASS mnemonic with its modifiers: "LDG.E.128".</param>
/// <param name="Destinations">Registers written.</param>
/// <param name="Sources">Registers read.</param>
/// <param name="Width">Bytes of a lane's access; 0 without.</param>
/// <param name="Addresses">One for each active lane.</param>
/// <param name="Immediate">A constant operand, or -1.</param>
internal sealed record TraceLine(string Opcode, int[] Destinations, int[] Sources, int Width, long[] Addresses, int Immediate)
{
    /// <summary>The register that is always zero.</summary>
    public const int ZeroRegister = 255;

    private const int MostWidth = 16;

    /// <summary>Parses a line; null with the problem where it is broken.</summary>
    public static TraceLine? Parse(string line, out string problem)
    {
        var words = new Queue<string>(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        problem = "";
        if (!Hex(words, out _)) problem = "begins with no program counter";
        else if (!Hex(words, out long mask) || mask > uint.MaxValue) problem = "the mask of active lanes is no number of 32 bits";
        else if (Registers(words) is not { } destinations) problem = "the registers that it writes do not match their count";
        else if (!words.TryDequeue(out string? opcode)) problem = "has no opcode";
        else if (Registers(words) is not { } sources) problem = "the registers that it reads do not match their count";
        else if (!Number(words, out long width) || width is < 0 or > MostWidth) problem = "the width of its access is none of 0 to 16 bytes";
        else if (width == 0) return new TraceLine(opcode, destinations, sources, 0, [], Number(words, out long immediate) ? (int)immediate : -1);
        else if (Lanes(words, BitOperations.PopCount((uint)mask)) is not { } addresses) problem = "its addresses do not match the active lanes";
        else return new TraceLine(opcode, destinations, sources, (int)width, addresses, -1);
        return null;
    }

    // 0: all addresses; 1: the first and a stride; 2: the first and differences from one to the next.
    private static long[]? Lanes(Queue<string> words, int lanes)
    {
        if (!Number(words, out long kind)) return null;
        long[] addresses = new long[lanes];
        long stride = 0;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (lane == 0 || kind == 0)
            {
                if (!Hex(words, out addresses[lane])) return null;
                continue;
            }
            if ((kind == 2 || lane == 1) && !Number(words, out stride)) return null;
            addresses[lane] = addresses[lane - 1] + stride;
        }
        return kind is >= 0 and <= 2 ? addresses : null;
    }

    private static int[]? Registers(Queue<string> words)
    {
        if (!Number(words, out long count) || count is < 0 or > 16) return null;
        int[] registers = new int[count];
        for (int at = 0; at < count; at++)
        {
            if (!words.TryDequeue(out string? word) || word.Length < 2 || word[0] != 'R'
                || !int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out registers[at]) || registers[at] > ZeroRegister) return null;
        }
        return registers;
    }

    private static bool Number(Queue<string> words, out long number)
    {
        number = 0;
        return words.TryPeek(out string? word) && long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && words.TryDequeue(out _);
    }

    private static bool Hex(Queue<string> words, out long number)
    {
        number = 0;
        if (!words.TryDequeue(out string? word)) return false;
        string digits = word.StartsWith("0x", StringComparison.Ordinal) ? word[2..] : word;
        return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;
    }
}
