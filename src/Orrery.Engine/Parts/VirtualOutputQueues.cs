using System.Numerics;

namespace Orrery.Engine.Parts;

/// <summary>An input keeps a queue for each output, so that a message never waits for one that goes elsewhere.</summary>
internal sealed class VirtualOutputQueues<T> : CrossbarQueues<T> where T : unmanaged
{
    private readonly int _depth;
    private readonly Fifo<Held>[] _queues;

    internal VirtualOutputQueues(Crossbar<T> owner, Input<T>[] inputs, int outputs, int depth) : base(owner, inputs, outputs)
    {
        _depth = depth;
        _queues = new Fifo<Held>[inputs.Length * outputs];
        for (int i = 0; i < _queues.Length; i++) _queues[i] = new Fifo<Held>(Math.Min(depth, 4));
    }

    private struct Held
    {
        internal long Since;
        internal T Message;
    }

    internal override void Arrive()
    {
        for (int input = 0; input < Inputs.Length; input++)
        {
            Input<T> from = Inputs[input];
            while (from.HasMessage)
            {
                int output = Owner.OutputOf(from.Head);
                Fifo<Held> queue = Queue(input, output);
                // What does not fit stays in the link, and its sender runs out of credits.
                if (queue.Count == _depth) break;
                queue.Enqueue(new Held { Since = from.HeadSince, Message = from.Take() });
                Wanting[output] |= 1UL << input;
            }
        }
    }

    internal override void FillSince(int output, ulong inputs, long[] since)
    {
        for (; inputs != 0; inputs &= inputs - 1)
        {
            int input = BitOperations.TrailingZeroCount(inputs);
            since[input] = Queue(input, output).Head.Since;
        }
    }

    internal override T Take(int input, int output)
    {
        Fifo<Held> queue = Queue(input, output);
        T message = queue.Dequeue().Message;
        if (queue.Count == 0) Wanting[output] &= ~(1UL << input);
        return message;
    }

    private Fifo<Held> Queue(int input, int output) => _queues[input * Wanting.Length + output];
}
