using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

/// <summary>A proxy between an application and its console: it forwards requests, loses answers, and can be cut.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _far;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _passed = new(StringComparer.Ordinal);
    private int _lost;

    private LossyProxy(WebApplication app, Uri console) => (_app, _far) = (app, TestConsole.NewClient(console, useCookies: false));

    public Uri Address => new(_app.Urls.First());

    /// <summary>Whether the proxy drops every request.</summary>
    public bool IsCut { get; set; }

    /// <summary>Loses the answer to the next request, although the console has processed it.</summary>
    public void LoseNext() => Interlocked.Increment(ref _lost);

    /// <summary>Completes when a request to this path was answered.</summary>
    public Task Passes(string path) => Answered(path).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public static async Task<LossyProxy> To(Uri console)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var crossing = new LossyProxy(app, console);
        app.Run(crossing.Pass);
        await app.StartAsync();
        return crossing;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _far.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        if (IsCut)
        {
            context.Abort();
            return;
        }
        using var request = new HttpRequestMessage(new(context.Request.Method), context.Request.Path.Value + context.Request.QueryString);
        if (context.Request.ContentLength > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is not "Host"))
            if (!request.Headers.TryAddWithoutValidation(name, [.. values]))
                request.Content?.Headers.TryAddWithoutValidation(name, [.. values]);
        using var answer = await _far.SendAsync(request, context.RequestAborted);
        var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (Interlocked.Exchange(ref _lost, 0) > 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        await context.Response.CompleteAsync();
        Answered(context.Request.Path.Value!).TrySetResult(); // a request always has one
    }

    private TaskCompletionSource Answered(string path) => _passed.GetOrAdd(path, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
