namespace Regulatief.Web.Hosting.Pipeline;

internal static class PageForms
{
    /// <summary>Whether it is a form of a page of ours, which a cookie opened: a program shows its token instead.</summary>
    public static bool IsFormOfAPage(this HttpRequest request) => request.HasFormContentType && request.Headers.Authorization.Count == 0;
}
