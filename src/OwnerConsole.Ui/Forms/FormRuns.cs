using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>Starts the runs of submitted forms. A form that is submitted twice, by a second click or by Enter, starts one run.</summary>
public sealed class FormRuns(Runner runner, TimeProvider clock)
{
    private const int MaxKeyLength = 64;

    /// <summary>A button without a preview can be clicked again on the same page. After this many clicks, they are no longer recognised.</summary>
    private const int MaxClicks = 20;

    /// <summary>Clicks within this time are one click: longer than a double click, shorter than it takes to read the result and click again.</summary>
    private static readonly TimeSpan s_doubleClick = TimeSpan.FromSeconds(3);

    /// <summary>Runs that are starting or have just started. Both responses to a double click contain a secret that is shown once.</summary>
    private readonly ConcurrentDictionary<(string Caller, string Key), Lazy<Task<Run>>> _starting = new();

    /// <returns>The run that the same form has started, or the key for its first run; neither if the form has no key.</returns>
    /// <remarks>Changed values, as after the browser's Back button, make another form.</remarks>
    /// <exception cref="Problem">As <see cref="Runner.Start"/>, if the run is just being started.</exception>
    public async Task<(Run? Earlier, IdempotencyKey? Key)> Find(Caller caller, IFormCollection form, CancellationToken stop)
    {
        if (form[FormKeyField.Name].ToString() is not { Length: > 0 and <= MaxKeyLength })
            return (null, null);
        var content = string.Join('\n', form.Where(field => field.Key != "__RequestVerificationToken").Select(field => $"{field.Key}={field.Value}"));
        var isPreviewed = form.ContainsKey("preview");
        Run? last = null;
        for (var clicks = 0; clicks < MaxClicks; clicks++)
        {
            var key = KeyOf($"{last?.RunId}\n{content}");
            if (await FindEarlier(caller, key, stop) is not { } run)
                return (null, key);
            if (isPreviewed || (run.UndoneBy is null && run.StartedAt > clock.GetUtcNow() - s_doubleClick))
                return (run, key);
            last = run;
        }
        return (null, null);
    }

    /// <param name="key">Key of the form. A concurrent submission of the same form waits for the first and gets its run. Null if the form has no key.</param>
    /// <exception cref="Problem">As <see cref="Runner.Start"/>.</exception>
    public Task<Run> Start(Caller caller, RunStartRequest order, IdempotencyKey? key, CancellationToken stop) =>
        key is null
            ? runner.Start(caller, order, key, stop)
            : _starting.GetOrAdd((caller.Id, key.Key), _ => new(() => StartOnce(caller, order, key))).Value.WaitAsync(stop);

    /// <summary>Doesn't stop with the request, because a browser cancels the first of two requests, and its secret would be lost.</summary>
    private async Task<Run> StartOnce(Caller caller, RunStartRequest order, IdempotencyKey key)
    {
        var isKept = false;
        try
        {
            var run = await runner.Start(caller, order, key, CancellationToken.None);
            isKept = run.ShownOnce is not null;
            return run;
        }
        finally
        {
            if (isKept)
                _ = Forget(caller, key);
            else
                _starting.TryRemove((caller.Id, key.Key), out _);
        }
    }

    private async Task Forget(Caller caller, IdempotencyKey key)
    {
        await Task.Delay(s_doubleClick, clock);
        _starting.TryRemove((caller.Id, key.Key), out _);
    }

    private Task<Run?> FindEarlier(Caller caller, IdempotencyKey key, CancellationToken stop) =>
        _starting.TryGetValue((caller.Id, key.Key), out var starting) ? Await(starting.Value, stop) : runner.FindEarlier(caller, key, stop);

    private static async Task<Run?> Await(Task<Run> starting, CancellationToken stop) => await starting.WaitAsync(stop);

    /// <summary>Only a hash is stored. It can't be reversed, because the form contains a random value that is stored nowhere.</summary>
    private static IdempotencyKey KeyOf(string content)
    {
        var hash = $"form:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
        return IdempotencyKey.Of(hash, hash);
    }
}
