using System.Diagnostics;

namespace OwnerConsole.Bench.Loads;

/// <summary>Repeated calls within this process, sequential per caller.</summary>
internal static class CallLoad
{
    /// <param name="before">resets the state before each call, for a single caller; not measured</param>
    /// <param name="next">runs after the reset; not measured</param>
    public static Load Repeat(Func<Task> call, int callers, Func<Task>? before = null, Func<Task>? next = null) =>
        async time =>
        {
            var began = Stopwatch.GetTimestamp();
            var all = await Task.WhenAll(
                Enumerable
                    .Range(0, callers)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            var took = new List<double>();
                            while (Stopwatch.GetElapsedTime(began) < time)
                            {
                                if (before is not null)
                                    await before();
                                if (next is not null)
                                    await next();
                                var start = Stopwatch.GetTimestamp();
                                await call();
                                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                            }
                            return took;
                        })
                    )
            );
            var sorted = all.SelectMany(took => took).Order().ToArray();
            var elapsed = before is null ? Stopwatch.GetElapsedTime(began).TotalSeconds : sorted.Sum() / 1000;
            return Reading.Of(sorted.Length / elapsed, sorted);
        };
}
