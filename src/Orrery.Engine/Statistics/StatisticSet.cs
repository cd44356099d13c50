using System.Globalization;
using Orrery.Engine.State;

namespace Orrery.Engine.Statistics;

/// <summary>All statistics of a simulation, in the order of construction, and which of them are kept.</summary>
public sealed class StatisticSet
{
    private readonly Simulation _simulation;
    private readonly List<Statistic> _all = [];
    private readonly Dictionary<string, Statistic> _byName = new(StringComparer.Ordinal);
    private readonly List<(string Pattern, bool On)> _rules = [];
    private bool _enabled = true;

    internal StatisticSet(Simulation simulation) => _simulation = simulation;

    /// <summary>All statistics, those that are off included.</summary>
    public IReadOnlyList<Statistic> All => _all;

    internal bool Enabled
    {
        get => _enabled;
        set
        {
            _simulation.RefuseWhenStarted("which statistics are kept");
            _enabled = value;
            _rules.Clear();
            Apply();
        }
    }

    /// <summary>The statistic with a full name (<c>gpu0.sm3.l1.hits</c>), or none.</summary>
    public Statistic? Find(string fullName) => _byName.GetValueOrDefault(fullName);

    /// <summary>The values of all statistics that are on. Between runs.</summary>
    public IReadOnlyList<StatisticRow> Rows()
    {
        var rows = new List<StatisticRow>();
        foreach (Statistic statistic in _all)
        {
            if (statistic.IsOn) statistic.AddRows(rows);
        }
        return rows;
    }

    internal void Enable(string pattern) => AddRule(pattern, on: true);

    internal void Disable(string pattern) => AddRule(pattern, on: false);

    /// <summary>Takes a new statistic and says whether it is on.</summary>
    internal bool Add(Statistic statistic)
    {
        _simulation.RefuseWhenStarted("a statistic is made in its component's constructor: what is counted");
        if (!_byName.TryAdd(statistic.FullName, statistic))
        {
            throw new SimulationException($"two statistics are called {statistic.FullName}; a name is unique within its component");
        }
        _all.Add(statistic);
        return IsKept(statistic);
    }

    /// <summary>A pattern that fits nothing is a mistake, not a wish for an empty table.</summary>
    internal void CheckPatterns()
    {
        foreach ((string pattern, _) in _rules)
        {
            if (_all.Exists(statistic => Fits(pattern, statistic)) || _simulation.HasComponent(pattern)) continue;
            throw new SimulationException($"no component and no statistic has a name like {pattern}");
        }
    }

    internal void Save(BinaryWriter output)
    {
        output.Write(_all.Count);
        foreach (Statistic statistic in _all)
        {
            output.Write(statistic.FullName);
            output.Write(statistic.IsOn);
            if (statistic.IsOn) new PlainWriter(output, statistic.FullName).WriteFields(statistic);
        }
    }

    /// <summary>Takes up what was saved; a statistic that is off now stays off, one that was off begins anew.</summary>
    internal void Load(BinaryReader input)
    {
        Match(input.ReadInt32().ToString(CultureInfo.InvariantCulture), $"{_all.Count}", "number of statistics");
        foreach (Statistic statistic in _all)
        {
            string name = input.ReadString();
            Match(name, statistic.FullName, "statistic");
            if (!input.ReadBoolean()) continue;
            bool on = statistic.IsOn;
            new PlainReader(input, name).ReadFields(statistic);
            statistic.Switch(on);
        }
    }

    private static void Match(string saved, string own, string what)
    {
        if (saved != own) throw new SimulationException($"the snapshot is of another model: {what} {saved} there, {own} here");
    }

    private static bool Fits(string pattern, Statistic statistic) =>
        NamePattern.Matches(pattern, statistic.Owner.Name) || NamePattern.Matches(pattern, statistic.FullName);

    private void AddRule(string pattern, bool on)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        _simulation.RefuseWhenStarted("which statistics are kept");
        _rules.Add((pattern, on));
        Apply();
    }

    private void Apply()
    {
        foreach (Statistic statistic in _all) statistic.Switch(IsKept(statistic));
    }

    private bool IsKept(Statistic statistic)
    {
        for (int i = _rules.Count - 1; i >= 0; i--)
        {
            if (Fits(_rules[i].Pattern, statistic)) return _rules[i].On;
        }
        return _enabled;
    }
}
