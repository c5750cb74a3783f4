using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Ui.Theme;

/// <summary>Layout component of portal pages, with the parameters Title, Content and Header. The portal module registers it.</summary>
/// <param name="DrawHeader">Draws the parts of the header that modules add for the user.</param>
public sealed record PortalFrame(Type Component, Func<HttpContext, Task<IReadOnlyList<RenderFragment>>> DrawHeader);
