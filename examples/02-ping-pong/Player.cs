namespace Orrery.Examples.PingPong;

/// <summary>Sends back what comes in, so often.</summary>
internal sealed class Player : Component
{
    private readonly bool _serves;

    public Input<int> In { get; }
    public Output<int> Out { get; }

    private int _hitsLeft;

    public Player(Scope scope, string name, bool serves, int hits) : base(scope, name)
    {
        (_serves, _hitsLeft) = (serves, hits);
        In = new Input<int>(this);
        Out = new Output<int>(this);
    }

    protected override void Start()
    {
        if (_serves) Out.Send(1);
    }

    protected override void Run()
    {
        int hit = In.Take();
        Console.WriteLine($"tick {Now,2}: {Name} gets the ball, hit {hit}");
        if (_hitsLeft-- > 0) Out.Send(hit + 1);
    }
}
