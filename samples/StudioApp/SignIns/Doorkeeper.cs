using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using StudioApp.People;
using StudioApp.Studios;

namespace StudioApp.SignIns;

/// <summary>Looks at each request whether its cookie is still good: the person is there and their studio is open, or the impersonation is active.</summary>
internal sealed class Doorkeeper(PeopleBooks people, StudioBooks studios, Watch watch) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (Visitor.Of(context.Principal) is { } visitor && await MayStay(visitor, context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Visitor.Scheme);
    }

    /// <summary>Who looks through somebody's eyes may do so in a suspended studio too: that is when it is asked for.</summary>
    private async Task<bool> MayStay(Visitor visitor, CancellationToken stop) =>
        await people.Find(visitor.Person, stop) is not null
        && (visitor.Impersonation is { } through ? await watch.MayStay(through, stop) : (await studios.Find(visitor.Studio, stop))?.SuspendedFor is null);
}
