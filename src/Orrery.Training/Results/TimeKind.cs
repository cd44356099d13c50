namespace Orrery.Training.Results;

/// <summary>On what a device spends its time. Each moment of a step counts in exactly one.</summary>
public enum TimeKind
{
    /// <summary>Operators of the forward and backward pass.</summary>
    Compute,

    /// <summary>Forward operators that run again in the backward pass.</summary>
    Recompute,

    /// <summary>Tensor- and sequence-parallel collectives that nothing hides.</summary>
    Tensor,

    /// <summary>Keys and values between context-parallel ranks that nothing hides.</summary>
    Context,

    /// <summary>Tokens on their way to and from experts.</summary>
    Expert,

    /// <summary>Messages between stages while the stage has nothing else to do.</summary>
    Pipeline,

    /// <summary>Gradients and weights between data-parallel ranks that nothing hides.</summary>
    Data,

    /// <summary>The optimizer and what comes with it.</summary>
    Optimizer,

    /// <summary>Weights, states and activations on their way to and from the host that nothing hides.</summary>
    Offload,

    /// <summary>Waiting for another stage or another rank.</summary>
    Bubble,
}
