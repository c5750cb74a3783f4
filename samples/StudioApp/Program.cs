using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using OwnerConsole.Client;
using StudioApp;
using StudioApp.Connection;
using StudioApp.Data;
using StudioApp.Files;
using StudioApp.Lessons;
using StudioApp.Looks;
using StudioApp.People;
using StudioApp.SignIns;
using StudioApp.Studios;

var given = Given.Read();
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls(given.Address.ToString());
builder.Services.AddSingleton(new Database(given.Database));
builder.Services.AddSingleton<StudioBooks>().AddSingleton<PeopleBooks>().AddSingleton<LessonBooks>().AddSingleton<FileBooks>();
builder.Services.AddSingleton<Example>().AddSingleton<Visits>().AddSingleton<Doorkeeper>();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddRazorComponents();
builder.Services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(given.Folder, "keys")));
builder
    .Services.AddAuthentication(Visitor.Scheme)
    .AddCookie(
        Visitor.Scheme,
        cookie =>
        {
            cookie.Cookie.Name = "studio";
            cookie.LoginPath = cookie.AccessDeniedPath = "/sign-in";
            cookie.EventsType = typeof(Doorkeeper);
        }
    );
builder
    .Services.AddAuthorizationBuilder()
    .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
    .AddPolicy(Visitor.Staff, policy => policy.RequireRole(Person.Owner, Person.Coach));

// The whole connection to the console: this line, MapOwnerConsole below, and the folder Connection.
builder.Services.AddOwnerConsole(given.Console).Hear().Carry().Declares(Declaring.What(given.Address));
builder.Services.AddSingleton<Deeds>().AddSingleton<Watch>().AddSingleton<Places>();
builder.Services.AddHostedService<Reporting>();

var app = builder.Build();
await app.Services.GetRequiredService<Database>().Prepare(CancellationToken.None);
app.UseAuthentication().UseAuthorization().UseAntiforgery();
app.Use(ReadOnly.Hold);
app.MapOwnerConsole("/owner-console");
Assets.Map(app);
SignInRoutes.Map(app);
ImpersonationRoutes.Map(app);
LessonRoutes.Map(app);
PeopleRoutes.Map(app);
FileRoutes.Map(app);
PlanRoutes.Map(app);
await app.RunAsync();
