using System.Numerics;

namespace Orrery.Engine.Parts;

/// <summary>Messages wait in their links; an input asks for the output of its oldest message only.</summary>
internal sealed class HeadOfLineQueues<T> : CrossbarQueues<T> where T : unmanaged
{
    internal HeadOfLineQueues(Crossbar<T> owner, Input<T>[] inputs, int outputs) : base(owner, inputs, outputs)
    {
    }

    internal override void Arrive()
    {
        Array.Clear(Wanting);
        for (int input = 0; input < Inputs.Length; input++)
        {
            if (Inputs[input].HasMessage) Wanting[Owner.OutputOf(Inputs[input].Head)] |= 1UL << input;
        }
    }

    internal override void FillSince(int output, ulong inputs, long[] since)
    {
        for (; inputs != 0; inputs &= inputs - 1)
        {
            int input = BitOperations.TrailingZeroCount(inputs);
            since[input] = Inputs[input].HeadSince;
        }
    }

    internal override T Take(int input, int output)
    {
        Wanting[output] &= ~(1UL << input);
        return Inputs[input].Take();
    }
}
