namespace Orrery.Engine.Tests.Order;

/// <summary>A random model of chatterboxes: links with and without capacity and bandwidth, many inboxes, many senders.</summary>
internal sealed class Chatter
{
    public readonly Simulation Simulation = new();
    public readonly List<Chatterbox> Boxes = [];

    public Chatter(int seed, long lastTick)
    {
        var random = new Random(seed);
        int components = random.Next(2, 12);
        var inboxes = new List<Inbox<Note>>();
        for (int i = 0; i < components; i++)
        {
            var box = new Chatterbox(Simulation, $"c{i}", seed, random.Next(0, 4), inboxes.Count, lastTick);
            inboxes.AddRange(box.Boxes);
            Boxes.Add(box);
        }
        for (int i = random.Next(0, 2 * components); i > 0; i--) Link(random, Boxes[random.Next(components)], Boxes[random.Next(components)]);
        if (inboxes.Count == 0) return;
        foreach (Chatterbox box in Boxes)
        {
            for (int i = random.Next(0, 3); i > 0; i--) Post(random, box, inboxes);
        }
    }

    private void Link(Random random, Chatterbox from, Chatterbox to)
    {
        var output = new Output<Note>(from);
        var input = new Input<Note>(to);
        from.Out.Add(output);
        to.In.Add(input);
        Simulation.Connect(output, input, new LinkOptions
        {
            Latency = random.Next(1, 8),
            Capacity = random.Next(0, 2) * random.Next(1, 5),
            CreditLatency = random.Next(2) == 0 ? null : random.Next(1, 9),
            Bandwidth = random.Next(3) == 0 ? new Rate(random.Next(1, 4), random.Next(1, 4)) : null,
        });
    }

    private void Post(Random random, Chatterbox from, List<Inbox<Note>> inboxes)
    {
        int[] targets = [.. Enumerable.Range(0, inboxes.Count).OrderBy(_ => random.Next()).Take(random.Next(1, inboxes.Count + 1))];
        int least = random.Next(1, 6), most = least + random.Next(0, 3) * random.Next(0, 20);
        var outbox = new Outbox<Note>(from);
        from.Posts.Add(outbox);
        from.Delays.Add((least, most));
        from.Targets.Add(targets);
        Simulation.Connect(outbox, [.. targets.Select(target => inboxes[target])], least);
    }
}
