package dev.tinyalloc.samples;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * Answers requests.
 *
 * <table>
 * <caption>What is understood</caption>
 * <tr><th>request</th><th>answer</th></tr>
 * <tr><td>{@code POST /echo}</td><td>the body of the request</td></tr>
 * <tr><td>{@code POST /sum}</td><td>the CRC-32 of the body, in hexadecimal</td></tr>
 * <tr><td>{@code GET /document/N}</td><td>document N, of {@link DocumentCache#DOCUMENTS}</td></tr>
 * <tr><td>{@code POST /stop}</td><td>nothing, and the server stops</td></tr>
 * </table>
 */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // by the void promise, failures reach exceptionCaught
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final String DOCUMENT = "/document/";

  private final DocumentCache documents = new DocumentCache();
  private final Runnable stop;

  RequestHandler(Runnable stop) {
    this.stop = stop;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    FullHttpResponse response = answer(context, request);
    HttpUtil.setContentLength(response, response.content().readableBytes());
    context.write(response, context.voidPromise());
  }

  private FullHttpResponse answer(ChannelHandlerContext context, FullHttpRequest request) {
    String method = request.method().name();
    return switch (method + " " + request.uri()) {
      case "POST /echo" -> response(OK, request.content().retain());
      case "POST /sum" -> response(OK, sum(context, request.content()));
      case "POST /stop" -> stop();
      default -> document(method.equals("GET") ? documentNumber(request.uri()) : -1);
    };
  }

  private FullHttpResponse stop() {
    stop.run();
    return response(OK, Unpooled.EMPTY_BUFFER);
  }

  private FullHttpResponse document(int number) {
    return number < 0
        ? response(NOT_FOUND, Unpooled.EMPTY_BUFFER)
        : response(OK, documents.get(number));
  }

  private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
  }

  private static ByteBuf sum(ChannelHandlerContext context, ByteBuf body) {
    CRC32 crc = new CRC32();
    for (var part : body.nioBuffers()) {
      crc.update(part);
    }
    ByteBuf answer = context.alloc().buffer();
    answer.writeCharSequence(Long.toHexString(crc.getValue()), US_ASCII);
    return answer;
  }

  /** Returns the number behind the last slash, or -1 if there is no such document. */
  private static int documentNumber(String uri) {
    if (!uri.startsWith(DOCUMENT)) {
      return -1;
    }
    try {
      int number = Integer.parseInt(uri.substring(DOCUMENT.length()));
      return number < DocumentCache.DOCUMENTS ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean clientHasGone =
        cause instanceof IOException || cause instanceof PrematureChannelClosureException;
    if (!clientHasGone) {
      cause.printStackTrace();
    }
    context.close();
  }
}
