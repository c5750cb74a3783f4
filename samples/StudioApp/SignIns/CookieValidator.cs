using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using StudioApp.People;
using StudioApp.Studios;

namespace StudioApp.SignIns;

/// <summary>Validates the cookie of each request: the person must exist, and they and their studio must be active, or the impersonation must be active.</summary>
internal sealed class CookieValidator(PersonStore people, StudioStore studios, ImpersonationStatusCache watch) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (SignedInUser.Of(context.Principal) is { } visitor && await IsStillValid(visitor, context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(SignedInUser.Scheme);
    }

    /// <summary>Impersonation is also allowed in suspended studios and as suspended people, because support needs it there.</summary>
    private async Task<bool> IsStillValid(SignedInUser visitor, CancellationToken stop) =>
        await people.Find(visitor.Person, stop) is { } person
        && (
            visitor.Impersonation is { } through
                ? await watch.IsStillValid(through, stop)
                : person.SuspendedFor is null && (await studios.Find(visitor.Studio, stop))?.SuspendedFor is null
        );
}
