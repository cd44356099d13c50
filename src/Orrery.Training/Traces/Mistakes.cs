using Orrery.Configuration;

namespace Orrery.Training.Traces;

/// <summary>Mistakes of one file, so many of them that a person still reads them; the rest is counted.</summary>
/// <param name="file">The file.</param>
/// <param name="most">How many are told.</param>
internal sealed class Mistakes(string file, int most = 20)
{
    private readonly List<Diagnostic> _told = [];
    private int _untold;

    /// <summary>How many there are.</summary>
    public int Count => _told.Count + _untold;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Diagnostic> All => _untold == 0 ? _told
        : [.. _told, new Diagnostic(file, 0, "", $"{_untold} more mistakes of this file are not listed")];

    /// <summary>A mistake of the whole file.</summary>
    public void Add(string problem, string? allowed = null) => Add(new Diagnostic(file, 0, "", problem, Allowed: allowed));

    /// <summary>A mistake of a node.</summary>
    public void Add(ulong node, string problem, string? given = null, string? allowed = null) =>
        Add(new Diagnostic(file, 0, $"node {node}", problem, given, allowed));

    private void Add(Diagnostic mistake)
    {
        if (_told.Count < most)
        {
            _told.Add(mistake);
        }
        else
        {
            _untold++;
        }
    }
}
