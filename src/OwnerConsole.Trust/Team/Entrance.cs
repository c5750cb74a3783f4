using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>What every way in has in common.</summary>
internal static class Entrance
{
    public static IResult Insecure() => new SignedOutPage("Not over this address", Page.Of<InsecureAddress>()) { Status = StatusCodes.Status403Forbidden };

    public static Problem TooFast() => new(429, "too_many_attempts", "Too many attempts. Wait a minute and try again.");
}
