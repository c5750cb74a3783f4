namespace OwnerConsole.Kernel.Loops;

/// <summary>What goes on in the background for as long as the console runs: whatever goes wrong in one turn is said, and a moment later comes the next.</summary>
/// <remarks>An error that escaped from a background service would end the whole program.</remarks>
public static class Loop
{
    /// <param name="turn">does what there is to do, and waits for what comes next</param>
    /// <param name="pause">after a turn that failed</param>
    /// <param name="failed">says what isn't being done meanwhile</param>
    /// <param name="stop">the program ends: the turn is over with it, however it ends</param>
    public static async Task Always(Func<Task> turn, TimeSpan pause, Action<Exception> failed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await turn();
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                failed(error);
                await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
