using System.Reflection;
using Orrery.Engine.Threads;

namespace Orrery.Cli.Plugins;

/// <summary>Finds thread managers in a user's assembly: every public one with a constructor that takes nothing.</summary>
public static class PluginAssembly
{
    public static void AddManagers(string path, string shown, Dictionary<string, Func<ThreadManager>> makers, List<string> mistakes)
    {
        ArgumentNullException.ThrowIfNull(makers);
        ArgumentNullException.ThrowIfNull(mistakes);
        if (Locate(path) is not { } file)
        {
            mistakes.Add($"--plugin {shown}: no assembly there; build its project first (dotnet build -c Release)");
            return;
        }
        int before = makers.Count;
        try
        {
            foreach (Type type in Assembly.LoadFrom(file).GetExportedTypes())
            {
                if (type.IsAbstract || !type.IsSubclassOf(typeof(ThreadManager)) || type.GetConstructor(Type.EmptyTypes) is null) continue;
                makers[((ThreadManager)Activator.CreateInstance(type)!).Name] = () => (ThreadManager)Activator.CreateInstance(type)!;
            }
        }
        catch (Exception unreadable) when (unreadable is BadImageFormatException or IOException or TypeLoadException or ReflectionTypeLoadException)
        {
            mistakes.Add($"--plugin {shown}: {file} cannot be loaded: {unreadable.Message}");
            return;
        }
        if (makers.Count == before) mistakes.Add($"--plugin {shown}: {file} has no public thread manager with a constructor that takes nothing");
    }

    /// <summary>The assembly itself, or the newest build of the project in a folder.</summary>
    private static string? Locate(string path)
    {
        if (File.Exists(path)) return path;
        if (!Directory.Exists(path)) return null;
        string? project = Directory.GetFiles(path, "*.csproj").FirstOrDefault();
        string bin = Path.Combine(path, "bin");
        if (project is null || !Directory.Exists(bin)) return null;
        return Directory.GetFiles(bin, Path.GetFileNameWithoutExtension(project) + ".dll", SearchOption.AllDirectories)
            .OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
    }
}
