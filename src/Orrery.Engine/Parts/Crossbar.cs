using System.Diagnostics.CodeAnalysis;
using Orrery.Engine.Arbiters;
using Orrery.Engine.Statistics;

namespace Orrery.Engine.Parts;

/// <summary>
/// A switch between inputs and outputs: in a tick each input gives and each output takes at most one message. It leaves in the
/// tick in which it arrives if nothing is in its way, so its latency is that of the two links. Costs nothing while it is
/// empty, or while all that it holds waits for room.
/// </summary>
/// <typeparam name="T">The message.</typeparam>
/// <example><code>
/// var bar = new Crossbar&lt;Flit&gt;(sim, "xbar", inputs: 4, outputs: 2, flit => flit.Destination);
/// sim.Connect(source.Out, bar.In[0], new LinkOptions { Capacity = 4 });
/// </code></example>
public sealed class Crossbar<T> : Component where T : unmanaged
{
    private readonly IRoute<T> _route;
    private readonly Counter _passed;
    private readonly Counter _waits;

    private readonly CrossbarQueues<T> _queues;
    private readonly IArbiter[] _arbiters;

    [State.NotState]
    private readonly long[] _since;

    /// <param name="scope">The simulation, or a named part of it.</param>
    /// <param name="name">The last part of the name.</param>
    /// <param name="inputs">1 to 64.</param>
    /// <param name="outputs">1 to 4096.</param>
    /// <param name="route">The output of a message.</param>
    /// <param name="options">Queues and arbiters.</param>
    public Crossbar(Scope scope, string name, int inputs, int outputs, IRoute<T> route, CrossbarOptions? options = null)
        : base(scope, name)
    {
        ArgumentNullException.ThrowIfNull(route);
        options ??= new CrossbarOptions();
        Simulation.InRange(inputs, 1, 64, Name, "number of inputs", "");
        Simulation.InRange(outputs, 1, 4096, Name, "number of outputs", "");
        Simulation.InRange(options.VirtualQueueDepth, 0, 1_000_000, Name, "depth of the virtual queues", "messages");
        _route = route;
        var ins = new Input<T>[inputs];
        for (int i = 0; i < inputs; i++) ins[i] = new Input<T>(this);
        var outs = new Output<T>[outputs];
        _arbiters = new IArbiter[outputs];
        for (int o = 0; o < outputs; o++)
        {
            outs[o] = new Output<T>(this);
            _arbiters[o] = options.Arbiter(o);
        }
        (In, Out) = (ins, outs);
        _passed = new Counter(this, "passed", "messages");
        _waits = new Counter(this, "waits", "ticks", "Ticks in which an output had messages to send and no room");
        _since = new long[inputs];
        _queues = options.VirtualQueueDepth == 0
            ? new HeadOfLineQueues<T>(this, ins, outputs)
            : new VirtualOutputQueues<T>(this, ins, outputs, options.VirtualQueueDepth);
    }

    /// <inheritdoc cref="Crossbar{T}(Scope, string, int, int, IRoute{T}, CrossbarOptions)"/>
    public Crossbar(Scope scope, string name, int inputs, int outputs, Func<T, int> route, CrossbarOptions? options = null)
        : this(scope, name, inputs, outputs, new DelegateRoute<T>(route), options)
    {
    }

    /// <summary>The inputs by number.</summary>
    public IReadOnlyList<Input<T>> In { get; }

    /// <summary>The outputs by number.</summary>
    public IReadOnlyList<Output<T>> Out { get; }

    /// <inheritdoc/>
    protected internal override void Run()
    {
        _queues.Arrive();
        ulong[] wanting = _queues.Wanting;
        ulong free = ulong.MaxValue;
        bool again = false;
        // Where an input has messages for several outputs the first to ask gets it: a different one each tick.
        int output = (int)(Now % wanting.Length);
        for (int count = wanting.Length; count > 0; count--)
        {
            ulong inputs = wanting[output] & free;
            if (inputs != 0 && HasRoom(output))
            {
                int input = Grant(output, inputs);
                free &= ~(1UL << input);
                Pass(input, output);
            }
            if (++output == wanting.Length) output = 0;
        }
        for (output = 0; output < wanting.Length; output++)
        {
            if (wanting[output] == 0) continue;
            if (Out[output].HasRoom) again = true;
            else Out[output].WakeOnRoom();
        }
        if (again || _queues.HasMore(~free)) WakeNext();
    }

    /// <summary>The output of a message, which must exist.</summary>
    internal int OutputOf(in T message)
    {
        int output = _route.OutputOf(message);
        if ((uint)output >= (uint)_arbiters.Length) RefuseRoute(output);
        return output;
    }

    private bool HasRoom(int output)
    {
        if (Out[output].HasRoom) return true;
        _waits.Add();
        return false;
    }

    private int Grant(int output, ulong inputs)
    {
        // One who asks alone is asked for too: an arbiter may keep account of its grants.
        _queues.FillSince(output, inputs, _since);
        var requests = new Requests(inputs, _since);
        int input = _arbiters[output].Grant(requests);
        if (!requests.Has(input)) RefuseGrant(output, input);
        return input;
    }

    private void Pass(int input, int output)
    {
        T message = _queues.Take(input, output);
        Out[output].Send(message, _route.SizeOf(message));
        _passed.Add();
    }

    [DoesNotReturn]
    private void RefuseRoute(int output) => throw new SimulationException(
        $"{Name} at tick {Now}: its route sent a message to output {output}; it has outputs 0 to {_arbiters.Length - 1}");

    [DoesNotReturn]
    private void RefuseGrant(int output, int input) => throw new SimulationException(
        $"{Name} at tick {Now}: {_arbiters[output].GetType().Name} of output {output} granted input {input}, which does not ask");
}
