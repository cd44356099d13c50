namespace Orrery.Engine.Threads;

/// <summary>
/// Decides who runs which components on which thread, and in what order. Nothing but speed depends on it: the order contract
/// makes every schedule give the same result.
/// </summary>
/// <remarks>
/// A manager splits the components into partitions once, before the run. In each window the engine calls <see cref="Open"/> on
/// the coordinating thread; then every worker calls <see cref="Next"/> until it gets -1, and runs the partitions it was given.
/// The engine sees to it that each partition runs exactly once in a window and stops a manager that forgets one.
/// </remarks>
public abstract class ThreadManager
{
    /// <summary>The name by which users choose it.</summary>
    public abstract string Name { get; }

    /// <summary>Gives each component a partition: numbers from 0, without gaps. One partition means a sequential run.</summary>
    /// <param name="model">The components and who sends to whom.</param>
    /// <param name="threads">How many workers there will be; at least 1.</param>
    public abstract int[] Split(ModelGraph model, int threads);

    /// <summary>Whether <see cref="Window.Cost"/> is wanted: two looks at the clock for each partition and window.</summary>
    public virtual bool NeedsCosts => false;

    /// <summary>A window begins: some partitions have work. Called on one thread, before any <see cref="Next"/> of the window.</summary>
    public virtual void Open(Window window)
    {
    }

    /// <summary>The partition that a worker should run now, or -1 when there is nothing left for it. Called by all workers at once.</summary>
    public abstract int Next(int worker);
}
