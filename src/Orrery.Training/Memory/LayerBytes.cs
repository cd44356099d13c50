namespace Orrery.Training.Memory;

/// <summary>Bytes of one layer on one GPU.</summary>
/// <param name="Kept">What a micro-batch keeps in it.</param>
/// <param name="Working">What is there beside that while it runs backward.</param>
/// <param name="Parameters">Its parameters; those are a number.</param>
/// <param name="Rooms">What the GPU has room for.</param>
internal readonly record struct LayerBytes(double Kept, double Working, double Parameters, TierRooms Rooms);
