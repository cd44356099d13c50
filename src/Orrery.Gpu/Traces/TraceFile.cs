using System.Globalization;
using Orrery.Configuration;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Traces;

/// <summary>A kernel of a trace, and the stream on which it ran.</summary>
internal sealed record TracedKernel(int Stream, Kernel Kernel);

/// <summary>Reads one kernel's trace: a header of <c>-key = value</c> lines, then each block's warps with their instructions.</summary>
internal sealed class TraceFile
{
    private const int MostMistakes = 20;
    private const int WarpThreads = 32;

    private readonly string _file;
    private readonly List<Diagnostic> _mistakes;
    private readonly int _mistakesBefore;
    private readonly Dictionary<string, string> _header = new(StringComparer.Ordinal);
    private readonly Dictionary<(int X, int Y, int Z), TraceWarp?[]> _blocks = [];
    private int _number;
    private TraceWarp?[]? _block;
    private TraceWarp? _warp;
    private int _warpLine;

    private TraceFile(string file, List<Diagnostic> mistakes) => (_file, _mistakes, _mistakesBefore) = (file, mistakes, mistakes.Count);

    /// <summary>The kernel of a trace; null where the trace is broken, with every mistake told up to twenty.</summary>
    public static TracedKernel? Read(string file, string text, List<Diagnostic> mistakes)
    {
        var reader = new TraceFile(file, mistakes);
        foreach (string line in text.Split('\n'))
        {
            reader._number++;
            reader.Line(line.Trim());
            if (reader.HasEnough) return null;
        }
        return reader.End();
    }

    private bool HasEnough => _mistakes.Count - _mistakesBefore >= MostMistakes;

    private void Line(string line)
    {
        if (line.Length == 0) return;
        if (line[0] == '-') Header(line);
        else if (line == "#BEGIN_TB") BeginBlock();
        else if (line == "#END_TB") EndBlock();
        else if (line[0] == '#') return;
        else if (line.StartsWith("thread block", StringComparison.Ordinal)) NameBlock(line);
        else if (line.StartsWith("warp =", StringComparison.Ordinal)) BeginWarp(line);
        else if (line.StartsWith("insts =", StringComparison.Ordinal)) Announce(line);
        else if (line.StartsWith("cluster ", StringComparison.Ordinal)) return;
        else Instruction(line);
    }

    private void Header(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) Wrong("a line of the header needs '='", line);
        else _header[line[1..equals].Trim()] = line[(equals + 1)..].Trim();
    }

    private void BeginBlock()
    {
        if (_block is not null) Wrong("a block begins before the last one has ended", null);
        _block = new TraceWarp?[(Threads + WarpThreads - 1) / WarpThreads];
        (_warp, _warpLine) = (null, _number);
    }

    private void NameBlock(string line)
    {
        if (_block is null) Wrong("stands outside of a block", line);
        else if (Numbers(After(line)) is not [int x, int y, int z]) Wrong("a block's place is three numbers", line);
        else if (!_blocks.TryAdd((x, y, z), _block)) Wrong($"block ({x}, {y}, {z}) is traced twice", null);
    }

    private void BeginWarp(string line)
    {
        EndWarp();
        if (_block is null) Wrong("stands outside of a block", line);
        else if (!int.TryParse(After(line), NumberStyles.None, CultureInfo.InvariantCulture, out int warp) || warp >= _block.Length)
            Wrong($"a block of {Threads} threads has warps 0 to {_block.Length - 1}", line);
        else _block[warp] = _warp = new TraceWarp();
        _warpLine = _number;
    }

    private void Announce(string line)
    {
        if (_warp is null || !int.TryParse(After(line), NumberStyles.None, CultureInfo.InvariantCulture, out int count)) Wrong("is no number of instructions of a warp", line);
        else _warp.Announced = count;
    }

    private void Instruction(string line)
    {
        if (_warp is null)
        {
            Wrong("an instruction stands outside of a warp", line);
            return;
        }
        _warp.Count++;
        if (TraceLine.Parse(line, out string problem) is { } instruction) problem = _warp.Add(instruction);
        if (problem.Length > 0) Wrong(problem, line);
    }

    private void EndWarp()
    {
        if (_warp is { } warp && warp.Count != warp.Announced)
        {
            _mistakes.Add(new Diagnostic(_file, _warpLine, "", $"the warp says it has {warp.Announced} instructions, but {warp.Count} follow"));
        }
        _warp = null;
    }

    private void EndBlock()
    {
        EndWarp();
        if (_block is null) Wrong("a block ends that did not begin", null);
        _block = null;
    }

    private TracedKernel? End()
    {
        if (_block is not null) Wrong("the trace ends within a block", null);
        (int gridX, int gridY, int gridZ) = Grid("grid dim");
        int registers = Number("nregs");
        int shared = Number("shmem");
        _ = Grid("block dim");
        if (_mistakes.Count == _mistakesBefore && _blocks.Count != (long)gridX * gridY * gridZ)
            Wrong($"the grid has {(long)gridX * gridY * gridZ} blocks, but {_blocks.Count} are traced", null);
        if (_mistakes.Count > _mistakesBefore) return null;

        List<IReadOnlyList<WarpRole>> roles = [];
        for (int z = 0; z < gridZ; z++)
        {
            for (int y = 0; y < gridY; y++)
            {
                for (int x = 0; x < gridX; x++)
                {
                    if (!_blocks.TryGetValue((x, y, z), out TraceWarp?[]? warps))
                    {
                        Wrong($"block ({x}, {y}, {z}) of the grid is missing", null);
                        return null;
                    }
                    roles.Add([.. warps.Select(warp => new WarpRole(1, (warp ?? new TraceWarp()).Build()))]);
                }
            }
        }
        string name = _header.GetValueOrDefault("kernel name", Path.GetFileNameWithoutExtension(_file));
        var kernel = new Kernel(name, gridX, gridY, roles[0], Math.Max(1, registers), shared) { BlocksZ = gridZ, OwnRoles = roles };
        return new TracedKernel(_header.ContainsKey("cuda stream id") ? Number("cuda stream id") : 0, kernel);
    }

    private int Threads
    {
        get
        {
            (int x, int y, int z) = Grid("block dim", quiet: true);
            return x * y * z;
        }
    }

    private (int X, int Y, int Z) Grid(string key, bool quiet = false)
    {
        if (_header.TryGetValue(key, out string? given) && Numbers(given.Trim('(', ')')) is [> 0 and int x, > 0 and int y, > 0 and int z]) return (x, y, z);
        if (!quiet) _mistakes.Add(new Diagnostic(_file, 0, key, given is null ? "is missing in the header" : "must be three numbers above 0", given));
        return (1, 1, 1);
    }

    private int Number(string key)
    {
        if (_header.TryGetValue(key, out string? given) && int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number;
        _mistakes.Add(new Diagnostic(_file, 0, key, given is null ? "is missing in the header" : "must be a number", given));
        return 0;
    }

    private void Wrong(string problem, string? given) => _mistakes.Add(new Diagnostic(_file, _number, "", problem, given));

    private static string After(string line) => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();

    private static List<int> Numbers(string text)
    {
        List<int> numbers = [];
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return [];
            numbers.Add(number);
        }
        return numbers;
    }
}
