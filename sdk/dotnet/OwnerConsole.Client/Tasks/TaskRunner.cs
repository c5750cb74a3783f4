using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Executes tasks, each at most once at a time, and reports their results. The next process claims the tasks of a killed one.</summary>
internal sealed partial class TaskRunner(
    OwnerConsoleHandlers handlers,
    OwnerConsoleOptions options,
    ConsoleHttpClient wire,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<TaskRunner> log
) : BackgroundService
{
    /// <summary>Interval of progress messages. After a minute without one, the console considers a task abandoned.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, RunningTask> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(options.TasksAtOnce);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Starts a task unless it is already running.</summary>
    public void Start(TaskMessage task)
    {
        var mine = new RunningTask(CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        if (_stopping.IsCancellationRequested || !_running.TryAdd(task.Id, mine))
            mine.Asked.Dispose();
        else
            mine.Work = Task.Run(() => Run(task, mine.Asked), CancellationToken.None);
    }

    /// <summary>Cancels a task whose run was stopped.</summary>
    public Task Cancel(string id) => _running.TryGetValue(id, out var mine) ? mine.Asked.CancelAsync() : Task.CompletedTask;

    /// <summary>Stops running tasks. The next process claims them again.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_running.Values.Select(mine => mine.Work)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _slots.Dispose();
        _stopping.Dispose();
        base.Dispose();
    }

    /// <summary>Claims tasks at startup and then regularly, for tasks that could not be delivered here.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(s_beat, clock);
        do try
        {
            await Claim(stoppingToken);
        }
        catch (HttpRequestException)
        {
            // the console is unreachable and can't hand out tasks
        }
        catch (RefusedException refused)
        {
            Unclaimed(refused.Message);
        }
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Claims only as many tasks as can start immediately; another process may have capacity for the others.</summary>
    private async Task Claim(CancellationToken stop)
    {
        if (_slots.CurrentCount == 0)
            return;
        var claimed = await wire.Ask<Page>(HttpMethod.Post, "/api/v1/tasks/claim", new { Limit = _slots.CurrentCount }, stop);
        foreach (var task in claimed.Data)
            Start(task);
    }

    private async Task Run(TaskMessage task, CancellationTokenSource asked)
    {
        var said = new TaskClient(wire, task, clock);
        using var over = new CancellationTokenSource();
        var alive = SendHeartbeats(said, asked, over.Token);
        try
        {
            var (word, body) = await Outcome(task, said, asked);
            if (await said.End(word, body, _stopping.Token) is { } refused)
                Unheard(task.Id, refused.Message);
        }
        catch (OperationCanceledException)
        {
            // this process is stopping, but the task is not done: the next process claims it
        }
        finally
        {
            await over.CancelAsync();
            await alive.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _running.TryRemove(task.Id, out _);
            asked.Dispose();
        }
    }

    /// <returns>The final message of the task.</returns>
    /// <exception cref="OperationCanceledException">The application is stopping.</exception>
    private async Task<(string Word, object Body)> Outcome(TaskMessage task, TaskClient said, CancellationTokenSource asked)
    {
        try
        {
            if (task.IsPreview)
                return await RunPreview(task, said, asked);
            if (handlers.FindTaskHandler(task.Kind) is not { } carry)
                return ("fail", new { Code = "not_handled", Message = "This application does not handle this task." });
            await _slots.WaitAsync(asked.Token);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var done = await carry(new(task, scope.ServiceProvider, (body, _) => Tell(said, body, asked), said.Send), asked.Token);
                return ("complete", done);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested && !_stopping.IsCancellationRequested)
        {
            return ("fail", new { Code = "stopped", Message = "The task was stopped without making changes." });
        }
        catch (TaskRefusedException refused)
        {
            return ("fail", new { refused.Code, refused.Message });
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Failed(failed, task.Id, task.Kind);
            return ("fail", new { Code = "application_error", Message = "The application failed. See its log for details." }); // avoids sending personal data in exception messages
        }
    }

    /// <summary>Runs a preview. A user is waiting for it, so it does not queue behind tasks.</summary>
    private async Task<(string Word, object Body)> RunPreview(TaskMessage task, TaskClient said, CancellationTokenSource asked)
    {
        if (handlers.FindPreviewHandler(task.Kind) is not { } foretell)
            return ("fail", new { Code = "not_handled", Message = "This application does not preview this task." });
        await using var scope = scopes.CreateAsyncScope();
        var preview = await foretell(new(task, scope.ServiceProvider, (body, _) => Tell(said, body, asked), said.Send), asked.Token);
        return ("complete", new { Result = preview });
    }

    private async Task SendHeartbeats(TaskClient said, CancellationTokenSource asked, CancellationToken over)
    {
        using var beat = new PeriodicTimer(s_beat, clock);
        while (await beat.WaitForNextTickAsync(over))
            await Tell(said, new { }, asked);
    }

    private async Task Tell(TaskClient said, object body, CancellationTokenSource asked)
    {
        if (!await said.Report("progress", body, _stopping.Token))
            await asked.CancelAsync();
    }

    [LoggerMessage(LogLevel.Warning, "Tasks could not be claimed: {Why}")]
    private partial void Unclaimed(string why);

    [LoggerMessage(LogLevel.Warning, "The console rejected the result of task {Id}: {Why}")]
    private partial void Unheard(string id, string why);

    [LoggerMessage(LogLevel.Error, "Task {Id} ({Kind}) failed.")]
    private partial void Failed(Exception failed, string id, string kind);

    private sealed record Page(IReadOnlyList<TaskMessage> Data);

    private sealed record RunningTask(CancellationTokenSource Asked)
    {
        public Task Work { get; set; } = Task.CompletedTask;
    }
}
