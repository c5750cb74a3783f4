using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Gates;

/// <summary>Pages speak the platform's words; what programs read keeps the neutral ones.</summary>
internal sealed class Speaking(RequestDelegate next, Vocabulary vocabulary)
{
    public async Task Invoke(HttpContext context)
    {
        if (IsPage(context.Request))
            PlatformWords.Speak(await vocabulary.Now(context.RequestAborted));
        await next(context);
    }

    // An address that nobody knows is answered without a look at the database.
    private static bool IsPage(HttpRequest request) =>
        request.HttpContext.GetEndpoint() is not null
        && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && request.Path.Value is not ("/healthz" or "/readyz" or "/live");
}
