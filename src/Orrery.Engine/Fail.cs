using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orrery.Engine;

/// <summary>The engine's cold paths: what a component did that it must not do. Kept apart so that the hot paths inline.</summary>
internal static class Fail
{
    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void WakeInThePast(Component who, long tick) =>
        throw new SimulationException($"{who.Name} at tick {who.Now} asked to be woken at tick {tick}; a wake-up lies at least one tick ahead");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Delay(Component who, string port, long delay, long minimum) =>
        throw new SimulationException(
            $"{who.Name}.{port} at tick {who.Now} sent with a delay of {delay} ticks; its connection allows {minimum} to {Outbox.LongestDelay}");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void NoTarget(Component who, string port, int to, int count) =>
        throw new SimulationException($"{who.Name}.{port} at tick {who.Now} sent to place {to}; it is connected to {count} inboxes, places 0 to {count - 1}");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Full(Component who, string port) =>
        throw new SimulationException($"{who.Name}.{port} at tick {who.Now} sent into a full link; ask HasRoom first, or use TrySend");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Size(Component who, string port, int size) =>
        throw new SimulationException($"{who.Name}.{port} at tick {who.Now} sent a message of size {size}; a size is 0 or more");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Empty(Component who, string port) =>
        throw new SimulationException($"{who.Name}.{port} at tick {who.Now} was read although no message is there; ask HasMessage first, or use TryTake");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Unconnected(Component who, string port) =>
        throw new SimulationException($"{who.Name}.{port} is not connected");
}
