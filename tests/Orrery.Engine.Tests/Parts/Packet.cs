namespace Orrery.Engine.Tests.Parts;

/// <summary>A message that knows where it comes from and the how-manieth of its source it is.</summary>
internal struct Packet
{
    internal int Source;
    internal int Destination;
    internal int Number;
    internal long Sent;
}
