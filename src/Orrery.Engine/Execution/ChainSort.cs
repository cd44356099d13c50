namespace Orrery.Engine.Execution;

/// <summary>A stable merge sort of a chain of letters by origin, in place and without allocation.</summary>
internal static class ChainSort
{
    private const int None = 0;

    /// <summary>Sorts the chain that starts at <paramref name="first"/> and returns its new start.</summary>
    internal static int Sort<T>(Letter<T>[] letters, Origin[] origins, int first) where T : unmanaged
    {
        // Bottom up: runs[k] holds a sorted chain of 2^k letters, earlier letters always in the higher run.
        Span<int> runs = stackalloc int[32];
        runs.Clear();
        for (int at = first; at != None;)
        {
            int next = letters[at].Next, run = at, k = 0;
            letters[at].Next = None;
            for (; runs[k] != None; k++)
            {
                run = Merge(letters, origins, runs[k], run);
                runs[k] = None;
            }
            runs[k] = run;
            at = next;
        }
        int all = None;
        foreach (int run in runs)
        {
            if (run != None) all = all == None ? run : Merge(letters, origins, run, all);
        }
        return all;
    }

    /// <summary>Merges two sorted chains; of equal letters those of <paramref name="earlier"/> come first.</summary>
    private static int Merge<T>(Letter<T>[] letters, Origin[] origins, int earlier, int later)
        where T : unmanaged
    {
        int head = None, tail = None;
        while (earlier != None && later != None)
        {
            ref int from = ref origins[later].IsBefore(origins[earlier]) ? ref later : ref earlier;
            int taken = from;
            from = letters[taken].Next;
            if (tail == None) head = taken;
            else letters[tail].Next = taken;
            tail = taken;
        }
        letters[tail].Next = earlier != None ? earlier : later;
        return head;
    }
}
