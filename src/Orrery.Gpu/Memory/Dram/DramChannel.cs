using Orrery.Engine.State;
using Orrery.Gpu.Memory.Parts;
using Orrery.Gpu.Timing;

namespace Orrery.Gpu.Memory.Dram;

/// <summary>
/// A memory channel: banks with open rows, one data bus, refresh. Reads go before writes until many writes wait; among either, a
/// scheduler chooses.
/// </summary>
internal sealed class DramChannel
{
    private const int NoRow = -1;

    /// <summary>How many of the oldest requests the scheduler sees.</summary>
    private const int Window = 32;

    private const int ManyWrites = 32;
    private const int FewWrites = 8;

    private readonly DramCycles _cycles;
    private readonly int[] _openRow;

    // When a bank takes a column command, and when it may be precharged.
    private readonly long[] _columnFrom;
    private readonly long[] _prechargeFrom;

    private readonly DramQueue _reads = new();
    private readonly DramQueue _writes = new();
    private long _busFree;
    private long _nextRefresh;
    private bool _isDraining;
    private bool _lastWasWrite;

    [NotState]
    private readonly IMemoryScheduler _scheduler;
    private readonly MemoryTally[] _tallies;

    /// <summary>A channel.</summary>
    /// <param name="cycles">Its timing.</param>
    /// <param name="scheduler">Chooses the next request.</param>
    /// <param name="tallies">Take what it does for each kernel.</param>
    public DramChannel(DramCycles cycles, IMemoryScheduler scheduler, MemoryTally[] tallies)
    {
        (_cycles, _scheduler, _tallies) = (cycles, scheduler, tallies);
        (_openRow, _columnFrom, _prechargeFrom) = (new int[cycles.Banks], new long[cycles.Banks], new long[cycles.Banks]);
        Array.Fill(_openRow, NoRow);
        _nextRefresh = cycles.RefreshEvery;
    }

    /// <summary>Takes every command, for tests; null otherwise.</summary>
    [NotState]
    public List<DramCommand>? Log { get; set; }

    /// <summary>True when something waits.</summary>
    public bool HasWork => _reads.Count + _writes.Count > 0;

    /// <summary>True while a run of the channel is on its owner's wheel.</summary>
    public bool IsAwake { get; set; }

    public void Add(DramRequest request) => (request.IsWrite ? _writes : _reads).Add(request);

    /// <summary>Decides the next access.</summary>
    /// <param name="time">Now.</param>
    /// <param name="fill">What waits for it; -1 for a write.</param>
    /// <param name="done">When the last byte is at the controller's other side.</param>
    /// <param name="next">When to decide again: early enough that a row can be opened behind the bus's back.</param>
    public void Serve(long time, out int fill, out long done, out long next)
    {
        if (time >= _nextRefresh) Refresh(time);
        _isDraining = _reads.Count == 0 || (_isDraining ? _writes.Count > FewWrites : _writes.Count >= ManyWrites);
        DramQueue queue = _isDraining ? _writes : _reads;
        long free = Math.Max(time, _busFree / WirePort.Fraction - _cycles.Column);
        int place = _scheduler.Choose(new WaitingRequests(this, queue, Math.Min(Window, queue.Count), time, free));
        DramRequest request = queue[place];
        queue.RemoveAt(place);

        long column = ColumnTime(request, time);
        int gap = request.IsWrite != _lastWasWrite ? _cycles.Turnaround * WirePort.Fraction : 0;
        _lastWasWrite = request.IsWrite;
        _busFree = Math.Max(_busFree + gap, (column + _cycles.Column) * WirePort.Fraction) + request.Sectors * _cycles.SectorTime;
        long end = (_busFree + WirePort.Fraction - 1) / WirePort.Fraction;
        _prechargeFrom[request.Bank] = Math.Max(_prechargeFrom[request.Bank], end - _cycles.Column);
        Log?.Add(new DramCommand(column, request.IsWrite ? "WR" : "RD", request.Bank, request.Row));
        if (_cycles.ClosesRows) (_openRow[request.Bank], _columnFrom[request.Bank]) = (NoRow, _prechargeFrom[request.Bank] + _cycles.Precharge);
        if (request.IsWrite) _tallies[request.Kernel].SectorsWritten += request.Sectors;
        else _tallies[request.Kernel].SectorsRead += request.Sectors;
        fill = request.Fill;
        done = end + _cycles.Controller;
        next = Math.Max(time + 1, end - _cycles.Precharge - _cycles.Activate - _cycles.Column);
    }

    private long ColumnTime(DramRequest request, long time)
    {
        int bank = request.Bank;
        if (_openRow[bank] == request.Row)
        {
            _tallies[request.Kernel].RowHits++;
            return Math.Max(time, _columnFrom[bank]);
        }
        _tallies[request.Kernel].RowMisses++;
        long activate = Math.Max(time, _columnFrom[bank]);
        if (_openRow[bank] != NoRow)
        {
            long precharge = Math.Max(time, _prechargeFrom[bank]);
            Log?.Add(new DramCommand(precharge, "PRE", bank, _openRow[bank]));
            activate = precharge + _cycles.Precharge;
        }
        Log?.Add(new DramCommand(activate, "ACT", bank, request.Row));
        _openRow[bank] = request.Row;
        _columnFrom[bank] = activate + _cycles.Activate;
        _prechargeFrom[bank] = activate + _cycles.Open;
        return _columnFrom[bank];
    }

    /// <summary>Whether a request's row is open.</summary>
    public bool IsOpen(DramRequest request) => _openRow[request.Bank] == request.Row;

    /// <summary>The cycle in which the column command of a request could go, the bus aside.</summary>
    public long Earliest(DramRequest request, long time)
    {
        int bank = request.Bank;
        if (_openRow[bank] == request.Row) return _columnFrom[bank];
        long activate = _openRow[bank] == NoRow ? Math.Max(time, _columnFrom[bank])
            : Math.Max(time, _prechargeFrom[bank]) + _cycles.Precharge;
        return activate + _cycles.Activate;
    }

    // Refreshes of an idle time are past; only the last one can still be in the way.
    private void Refresh(long time)
    {
        long start = _nextRefresh + (time - _nextRefresh) / _cycles.RefreshEvery * _cycles.RefreshEvery;
        _nextRefresh = start + _cycles.RefreshEvery;
        long busy = (_busFree + WirePort.Fraction - 1) / WirePort.Fraction;
        long begin = Math.Max(start, Math.Min(busy, time));
        Log?.Add(new DramCommand(begin, "REF", -1, NoRow));
        Array.Fill(_openRow, NoRow);
        for (int bank = 0; bank < _cycles.Banks; bank++) _columnFrom[bank] = begin + _cycles.Refresh;
    }
}
