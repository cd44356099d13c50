namespace Orrery.Examples.ProducerConsumer;

/// <summary>What is made, sent and worked on. A message is a plain struct.</summary>
/// <param name="Number">Counts from 0.</param>
/// <param name="Made">The tick in which it was made.</param>
internal readonly record struct Item(int Number, long Made);
