using System.Numerics;
using Orrery.Engine;

namespace Orrery.Benchmarks.Mesh;

/// <summary>
/// A router of a mesh with dimension-order routing: x first, then y. Ports are numbered 0 local, 1 east, 2 west, 3 north,
/// 4 south; a flit leaves by the output that its input's head wants, one a tick and output, round robin among the inputs.
/// </summary>
public sealed class Router : Component
{
    private const int Ports = 5;
    private readonly MeshParameters _parameters;
    private readonly short _x;
    private readonly short _y;

    private uint _lastGrant;
    private long _nextInjection;
    private readonly Fifo<Flit> _local = new();

    public Router(Scope scope, int x, int y, MeshParameters parameters) : base(scope, $"r{x}-{y}")
    {
        (_x, _y, _parameters) = ((short)x, (short)y, parameters);
        bool[] exists = [false, x < parameters.Columns - 1, x > 0, y < parameters.Rows - 1, y > 0];
        for (int port = 1; port < Ports; port++)
        {
            if (!exists[port]) continue;
            In[port] = new Input<Flit>(this);
            Out[port] = new Output<Flit>(this);
        }
    }

    /// <summary>Inputs and outputs by port number; those at the edge of the mesh do not exist.</summary>
    public Input<Flit>?[] In { get; } = new Input<Flit>?[Ports];
    public Output<Flit>?[] Out { get; } = new Output<Flit>?[Ports];

    public ulong Sum { get; private set; }
    public long Hops { get; private set; }
    public long Last { get; private set; }

    protected override void Start() => AwaitInjection(0);

    protected override void Run()
    {
        long now = Now;
        if (now == _nextInjection) Inject(now);
        uint wanted = Requests();
        for (int port = 0; wanted != 0; port++, wanted >>= Ports)
        {
            uint inputs = wanted & 31;
            if (inputs == 0) continue;
            if (port != 0 && !Out[port]!.HasRoom) Out[port]!.WakeOnRoom();
            else Grant(port, inputs, now);
        }
    }

    /// <summary>Five bits for each output, one for each input whose head wants it.</summary>
    private uint Requests()
    {
        uint wanted = _local.Count > 0 ? 1u << (Ports * Route(_local.Head)) : 0;
        Input<Flit>?[] inputs = In;
        for (int port = 1; port < inputs.Length; port++)
        {
            if (inputs[port] is { HasMessage: true } input) wanted |= 1u << (Ports * Route(input.Head) + port);
        }
        return wanted;
    }

    private int Route(in Flit flit) => flit.X > _x ? 1 : flit.X < _x ? 2 : flit.Y > _y ? 3 : flit.Y < _y ? 4 : 0;

    private void Grant(int output, uint inputs, long now)
    {
        // Four bits for each output hold where its round robin stands.
        int shift = 4 * output, from = (int)(_lastGrant >> shift) & 15;
        uint atOrAfter = inputs & (uint.MaxValue << from);
        int granted = BitOperations.TrailingZeroCount(atOrAfter != 0 ? atOrAfter : inputs);
        int next = granted == Ports - 1 ? 0 : granted + 1;
        _lastGrant = (_lastGrant & ~(15u << shift)) | (uint)next << shift;

        Flit flit = granted == 0 ? _local.Dequeue() : In[granted]!.Take();
        if (output == 0) Deliver(flit, now);
        else Out[output]!.Send(flit);
        Hops++;
        Last = now;
        bool more = granted == 0 ? _local.Count > 0 : In[granted]!.HasMessage;
        if (more || (inputs & (inputs - 1)) != 0) WakeNext();
    }

    private void Deliver(Flit flit, long now)
    {
        ulong pair = (ulong)((long)flit.Source * (_parameters.Columns * _parameters.Rows) + flit.Y * _parameters.Columns + flit.X);
        Sum += SplitMix.Mix(pair) * (ulong)(now - flit.Born + 1);
    }

    private void Inject(long now)
    {
        (int y, int x) = Math.DivRem((int)((Draw(now) >> 32) % (ulong)(_parameters.Columns * _parameters.Rows)), _parameters.Columns);
        _local.Enqueue(new Flit(Id, (short)x, (short)y, now));
        AwaitInjection(now);
    }

    /// <summary>Looks ahead for the next tick with an injection, so that the ticks between cost no run.</summary>
    private void AwaitInjection(long now)
    {
        long last = _parameters.EndTick / 2;
        for (long tick = now + 1; tick <= last; tick++)
        {
            if (Draw(tick) % 1000 >= _parameters.Rate) continue;
            _nextInjection = tick;
            WakeAt(tick);
            return;
        }
    }

    private ulong Draw(long tick) => SplitMix.Mix((ulong)Id * SplitMix.Golden + (ulong)tick);
}
