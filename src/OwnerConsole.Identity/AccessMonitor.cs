using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Identity;

/// <summary>Checks during a long response that its reader still has the access with which it began.</summary>
public sealed class AccessMonitor(HttpContext context)
{
    /// <summary>Age of the last check at which access is checked again before more data is sent.</summary>
    public static readonly TimeSpan MaxCheckAge = TimeSpan.FromSeconds(1);

    private long _checkedAt = Stopwatch.GetTimestamp();

    /// <summary>Checks access again if the last check is older than <paramref name="maxAge"/>: a key may have been revoked, a person may have signed out or
    /// been removed, and a role may have changed.</summary>
    /// <returns>False if the reader has other access now and must send the request again.</returns>
    public async Task<bool> IsStillAllowed(TimeSpan maxAge, CancellationToken stop)
    {
        if (Stopwatch.GetElapsedTime(_checkedAt) < maxAge)
            return true;
        var caller = Caller.Of(context)!; // only routes that require a permission have long responses
        await using var work = await context.RequestServices.GetRequiredService<Database>().ReadIdentities(stop);
        _checkedAt = Stopwatch.GetTimestamp();
        return await CallerLookup.Find(caller.Id, work) is { } now
            && context.GetEndpoint()?.Metadata.GetMetadata<RequiredPermission>() is { Name: { } permission }
            && now.Can(permission)
            && IsSame(now.Grants, caller.Grants) // parts of a response depend on other permissions
            && now.Segment?.Words == caller.Segment?.Words
            && IsSame(now.Hides, caller.Hides)
            && (Session.Of(context) is not { } session || await Sessions.IsOpen(session.Id, work));
    }

    private static bool IsSame(IEnumerable<string> now, IEnumerable<string> before) =>
        now.Order(StringComparer.Ordinal).SequenceEqual(before.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Aborts a download whose reader has other access now, so that the incomplete file doesn't look complete.</summary>
    /// <exception cref="OperationCanceledException">The response was aborted.</exception>
    public async Task AbortUnlessAllowed()
    {
        if (await IsStillAllowed(MaxCheckAge, context.RequestAborted))
            return;
        context.Abort();
        throw new OperationCanceledException("The reader's access has changed.");
    }
}
