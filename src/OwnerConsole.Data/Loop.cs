namespace OwnerConsole.Data;

/// <summary>Background loop that runs as long as the console: errors of one turn are reported, and the next turn follows after a pause.</summary>
/// <remarks>An exception that escapes from a background service would end the whole program.</remarks>
public static class Loop
{
    /// <param name="turn">Does the pending work and waits for more.</param>
    /// <param name="pause">Pause after a failed turn.</param>
    /// <param name="failed">Reports the error and the interrupted work.</param>
    /// <param name="stop">Cancelled at shutdown, which ends the current turn.</param>
    public static async Task RunForever(Func<Task> turn, TimeSpan pause, Action<Exception> failed, CancellationToken stop)
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
