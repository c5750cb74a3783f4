using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Gates;

/// <summary>Selects the owner's terms for pages; responses for programs use the default terms.</summary>
internal sealed class VocabularyMiddleware(RequestDelegate next, VocabularyCache vocabulary)
{
    public async Task Invoke(HttpContext context)
    {
        if (IsPage(context.Request))
            PlatformWords.SetCurrent(await vocabulary.GetCurrent(context.RequestAborted));
        await next(context);
    }

    // Unknown addresses and public content are answered without a database query.
    private static bool IsPage(HttpRequest request) =>
        request.HttpContext.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<PublicContent>() is null
        && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && request.Path.Value is not ("/healthz" or "/readyz" or "/live");
}
