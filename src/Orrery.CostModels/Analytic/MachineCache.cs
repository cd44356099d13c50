using System.Runtime.CompilerServices;
using Orrery.CostModels.Constants;
using Orrery.Hardware;
using Orrery.Workloads.Formats;

namespace Orrery.CostModels.Analytic;

/// <summary>
/// Remembers the rates of each GPU and format, so that a question need not derive them again: 20 ns instead of 200. GPUs are told
/// apart by reference, and those that nobody holds any more are forgotten, so that a search over a million designs does not grow.
/// </summary>
/// <param name="constants">What a GPU's own calibration is laid over.</param>
internal sealed class MachineCache(PhysicalConstants constants)
{
    private readonly ConditionalWeakTable<Gpu, Device> _devices = [];

    /// <summary>The rates of a GPU in a format that it has.</summary>
    public Machine Of(Gpu gpu, NumberFormat format)
    {
        if (!_devices.TryGetValue(gpu, out Device? device))
        {
            device = _devices.GetValue(gpu, key => new Device(key, GpuCalibration.Of(key, constants)));
        }

        return device.Of(format);
    }

    private sealed class Device(Gpu gpu, PhysicalConstants constants)
    {
        // Few formats a GPU: a linear search through a list that is replaced as a whole needs no lock.
        private (NumberFormat Format, Machine Machine)[] _machines = [];

        public Machine Of(NumberFormat format)
        {
            foreach ((NumberFormat known, Machine machine) in _machines)
            {
                if (ReferenceEquals(known, format))
                {
                    return machine;
                }
            }

            Machine made = new(gpu, format, constants);
            if (_machines.Length < 64)
            {
                _machines = [.. _machines, (format, made)];
            }

            return made;
        }
    }
}
