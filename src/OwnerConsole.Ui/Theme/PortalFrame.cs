namespace OwnerConsole.Ui.Theme;

/// <summary>The component that draws one of a tenant's own pages around a route's content: it takes Title and Content. What draws these pages names it once.</summary>
public sealed record PortalFrame(Type Component);
