namespace Orrery.Engine.Execution;

/// <summary>
/// Threads that do the same job together, again and again, for phases of microseconds: they wait by spinning shortly, then
/// yielding, then blocking, on a rising phase number that never has to be reset.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int Spins = 2_000;
    private const int Yields = 200;
    private readonly Action<int> _job;
    private readonly Thread[] _threads;
    private readonly Done[] _done;
    private readonly object _gate = new();
    private long _phase;
    private int _sleeping;
    private volatile bool _ended;

    /// <summary>The last phase a worker has finished, in a 128-byte block of its own.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 128)]
    private struct Done
    {
        [System.Runtime.InteropServices.FieldOffset(64)]
        internal long Phase;
    }

    /// <param name="workers">How many take part, the calling thread as worker 0 among them.</param>
    /// <param name="job">What each does in a phase, given its number. Must not throw.</param>
    internal WorkerTeam(int workers, Action<int> job)
    {
        _job = job;
        _done = new Done[workers];
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"orrery worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Has every worker do the job once; returns when all have.</summary>
    internal void RunPhase()
    {
        long phase = Volatile.Read(ref _phase) + 1;
        Interlocked.Exchange(ref _phase, phase);
        WakeSleepers();
        _job(0);
        for (int worker = 1; worker < _done.Length; worker++) AwaitWorker(worker, phase);
    }

    public void Dispose()
    {
        _ended = true;
        Interlocked.Increment(ref _phase);
        WakeSleepers();
        foreach (Thread thread in _threads) thread.Join();
    }

    private void AwaitWorker(int worker, long phase)
    {
        for (int i = 0; Volatile.Read(ref _done[worker].Phase) != phase; i++)
        {
            if (i < Spins) Thread.SpinWait(1);
            else if (i < Spins + Yields || !Thread.Yield()) Thread.Sleep(0);
        }
    }

    private void Serve(int worker)
    {
        for (long phase = 1; ; phase++)
        {
            AwaitPhase(phase);
            if (_ended) return;
            _job(worker);
            Volatile.Write(ref _done[worker].Phase, phase);
        }
    }

    private void AwaitPhase(long phase)
    {
        for (int i = 0; i < Spins + Yields; i++)
        {
            if (Volatile.Read(ref _phase) >= phase) return;
            if (i < Spins) Thread.SpinWait(1);
            else Thread.Yield();
        }
        lock (_gate)
        {
            // With the fence of this increment and that of the phase, one of the two sides sees the other.
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _phase) < phase) Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _sleeping) == 0) return;
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
