namespace Orrery.Engine.State;

/// <summary>
/// Marks a field of a component, or every field of a type, as no state: a cache, scratch space, a handle to something outside.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class NotStateAttribute : Attribute
{
}
