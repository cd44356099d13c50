namespace Orrery.Engine.Parts;

/// <summary>Where the messages of a crossbar wait, and who wants which output.</summary>
internal abstract class CrossbarQueues<T> where T : unmanaged
{
    private protected readonly Crossbar<T> Owner;
    private protected readonly Input<T>[] Inputs;

    private protected CrossbarQueues(Crossbar<T> owner, Input<T>[] inputs, int outputs) =>
        (Owner, Inputs, Wanting) = (owner, inputs, new ulong[outputs]);

    /// <summary>For each output a bit for each input that has a message for it.</summary>
    internal ulong[] Wanting { get; }

    /// <summary>Looks at what the links brought.</summary>
    internal abstract void Arrive();

    /// <summary>Since when the heads of some inputs wait for an output.</summary>
    internal abstract void FillSince(int output, ulong inputs, long[] since);

    /// <summary>Takes the head of an input for an output.</summary>
    internal abstract T Take(int input, int output);

    /// <summary>True when a link of an input that just gave a message has another that <see cref="Arrive"/> can take.</summary>
    internal bool HasMore(ulong granted)
    {
        for (int input = 0; input < Inputs.Length; input++)
        {
            if ((granted >> input & 1) != 0 && Inputs[input].HasMessage) return true;
        }
        return false;
    }
}
