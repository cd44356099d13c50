namespace Orrery.Examples.ZeroCopy;

/// <summary>Gives the region away once, at the start.</summary>
internal sealed class Source : Component
{
    private readonly MemoryRegion _image;

    public Output<MemoryRegion> Out { get; }

    public Source(Scope scope, string name, MemoryRegion image) : base(scope, name)
    {
        _image = image;
        Out = new Output<MemoryRegion>(this);
    }

    protected override void Start() => Out.Send(_image);

    protected override void Run()
    {
    }
}
